/** How the user agent proves who it is (RFC 7617, RFC 6750). */
export type DicomWebCredentials =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

function hasControlCharacters(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/**
 * Writes the value of the `Authorization` header (RFC 9110 11.6.2).
 * @throws TypeError, without the secret in its message, for what the scheme cannot carry.
 */
export function writeAuthorization(credentials: DicomWebCredentials): string {
  if (credentials.kind === 'bearer') {
    // The alphabet of b64token (RFC 6750 2.1) keeps a token from ending the header.
    if (!/^[A-Za-z0-9._~+/-]+=*$/.test(credentials.token)) {
      throw new TypeError('the bearer token holds characters that RFC 6750 does not allow');
    }
    return `Bearer ${credentials.token}`;
  }
  const { user, password } = credentials;
  if (user.includes(':')) throw new TypeError('a user name for Basic must not hold a colon');
  if (hasControlCharacters(user) || hasControlCharacters(password)) {
    throw new TypeError('user name or password holds control characters');
  }
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
