/** Placeholder filled in by its own step. */
export async function rulesCommand(argv: unknown): Promise<number> {
  void argv;
  return 2;
}
