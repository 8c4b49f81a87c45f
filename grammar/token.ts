/** A token as the tree holds it: a piece of text, where it begins, and what it is. */
export interface Token {
  image: string;
  startOffset: number;
  tokenType: { name: string };
}
