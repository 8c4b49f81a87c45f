/** What a diagnosis rests on. */
export interface Reason {
  id: string;
  /** One or two sentences, lower-case start, no final full stop. */
  message: string;
  iteration?: number;
  value?: number;
}
