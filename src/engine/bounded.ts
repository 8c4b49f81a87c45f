/** What a file holds is quoted in messages; a name of a megabyte would bury what is said of it. */
export const bounded = (message: string): string =>
  message.length > 1000
    ? message.replace(/"[^"]{300,}"/g, (quoted) => `${quoted.slice(0, 200)} … ${quoted.slice(-40)}`)
    : message;
