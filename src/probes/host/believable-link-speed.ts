/** Beyond the fastest Ethernet (IEEE 802.3bs, 400 Gb/s) a figure is a driver's slip, such as 2^63 on Windows. */
const maxBelievableMbps = 400_000;

/** Negotiated speed in Mb/s; `undefined` for -1, 0, none and what no Ethernet reaches. */
export function believableMbps(reported: number | null | undefined): number | undefined {
  if (reported === null || reported === undefined || !Number.isFinite(reported)) return undefined;
  return reported > 0 && reported <= maxBelievableMbps ? reported : undefined;
}
