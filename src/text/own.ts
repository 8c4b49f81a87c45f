/** A word out of a file looked up in a table: names that every object inherits (`__proto__`, `toString`) are not in it. */
export const own = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;
