/** Placeholder filled in by its own step. */
export async function explainCommand(argv: unknown): Promise<number> {
  void argv;
  return 2;
}
