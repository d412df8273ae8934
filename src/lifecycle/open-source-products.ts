/**
 * Products that criterion ht-06 exempts as open source. A closed list: what is on neither list is not known and
 * stays absent. RHEL, SLES and Oracle Linux publish their source but are sold and supported as products, so they are
 * held to their vendor's support dates; whether that reading stands is for the council.
 */
const openSource: readonly RegExp[] = [
  /^debian\b/i,
  /^ubuntu\b/i,
  /^rocky\b/i,
  /^alma ?linux\b/i,
  /^centos\b/i,
  /^postgresql\b/i,
  /^mariadb\b/i,
  /^sqlite\b/i,
  /^mysql community\b/i,
];

const commercial: readonly RegExp[] = [
  /\bwindows\b/i,
  /^macos\b|^mac os\b|^os x\b/i,
  /^red hat\b|^rhel\b/i,
  /^sles\b|^suse linux enterprise\b/i,
  /^oracle\b/i,
  /^mysql enterprise\b/i,
  /^microsoft\b/i,
  // Built by companies on the open-source engine, sold as products of their own.
  /^edb\b|^enterprisedb\b/i,
  /^mariadb enterprise\b/i,
];

/**
 * Whether a product, named as its operating system or server names itself, is on the exempt list.
 *
 * @returns `undefined` when the name is on neither list, e.g. `MySQL` without its edition.
 */
export function isExemptOpenSource(name: string): boolean | undefined {
  const trimmed = name.trim();
  if (commercial.some((pattern) => pattern.test(trimmed))) return false;
  return openSource.some((pattern) => pattern.test(trimmed)) ? true : undefined;
}
