/** A configuration that cannot be followed. */

/** The message is meant for the user: it names file and line, and says what is right. */
export class ConfigError extends Error {}
