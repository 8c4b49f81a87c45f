/** The one place where a user's module is loaded; the build keeps it out of the compiled bundle, which cannot import. */

/**
 * Import a module that a configuration or a flag names.
 * @param url An absolute URL.
 */
export const importModule = async (url: string): Promise<Record<string, unknown>> =>
  (await import(url)) as Record<string, unknown>;
