/** Addresses of rules' pages, which a plugin may have written. */

const PART = "(?:[\\w.~:/?@!$&'()*+,;=-]|%[0-9A-F]{2})";
/** No user before the host: it makes an address look like another's. */
const WEB = new RegExp(`^https?://[a-z0-9_.-]+(?::\\d+)?(?:[/?]${PART}*)?(?:#${PART}*)?$`, 'i');

/** The address when it is a plain web address (RFC 3986), so that it may stand in a report as a link. */
export const webUrl = (url: string | undefined): string | undefined =>
  url !== undefined && WEB.test(url) && URL.canParse(url) ? url : undefined;

/** Text as a link that a terminal can open (OSC 8); as it is without an address. */
export function terminalLink(text: string, url: string | undefined): string {
  const target = webUrl(url);
  return target === undefined ? text : `\u001b]8;;${target}\u001b\\${text}\u001b]8;;\u001b\\`;
}
