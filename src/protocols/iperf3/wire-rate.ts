/**
 * How TCP payload is wrapped on its way over Ethernet. It decides which payload rate a healthy line
 * can show: never its nominal rate.
 */
export interface FrameModel {
  /** IP packet size of full segments, bytes: 1500 on ordinary Ethernet, 9000 with jumbo frames. */
  mtuBytes: number;
  ipVersion: 4 | 6;
  /** TCP timestamps (RFC 7323) take 12 bytes of each segment; nearly every system uses them. */
  tcpTimestamps: boolean;
  /** 802.1Q tags on the wire, 4 bytes each. Two with provider bridging (802.1ad). */
  vlanTags: 0 | 1 | 2;
  /** PPPoE and PPP headers (RFC 2516), 8 bytes in front of the IP packet; then the MTU is 1492. */
  pppoe: boolean;
}

/** Ordinary Ethernet as most hosts use it: MTU 1500, IPv4, TCP timestamps, untagged. */
export const ordinaryEthernet: FrameModel = {
  mtuBytes: 1500,
  ipVersion: 4,
  tcpTimestamps: true,
  vlanTags: 0,
  pppoe: false,
};

/** Preamble and start delimiter 8, addresses and type 14, check sequence 4, gap 12 (802.3). */
const ethernetBytesPerFrame = 38;
const vlanTagBytes = 4;
const pppoeBytes = 8;
const tcpHeaderBytes = 20;
const timestampOptionBytes = 12;

/**
 * Payload bytes in a full segment: the MTU less the IP header (20 bytes, 40 for IPv6), the TCP
 * header (20) and the timestamps (12). MTU 1500 with IPv4 and timestamps: 1448.
 *
 * @throws RangeError when the MTU leaves no room for payload.
 */
export function payloadBytesPerFrame(model: FrameModel): number {
  const ipHeaderBytes = model.ipVersion === 4 ? 20 : 40;
  const payload =
    model.mtuBytes -
    ipHeaderBytes -
    tcpHeaderBytes -
    (model.tcpTimestamps ? timestampOptionBytes : 0);
  if (!Number.isFinite(payload) || payload < 1)
    throw new RangeError(`an MTU of ${model.mtuBytes} bytes leaves no room for payload`);
  return payload;
}

/**
 * Bytes of line time that a full segment costs: the MTU plus 38 bytes of Ethernet, plus tags and
 * PPPoE. MTU 1500 untagged: 1538.
 */
export function wireBytesPerFrame(model: FrameModel): number {
  return (
    model.mtuBytes +
    ethernetBytesPerFrame +
    model.vlanTags * vlanTagBytes +
    (model.pppoe ? pppoeBytes : 0)
  );
}

/**
 * Share of the line rate that arrives as payload. MTU 1500: 0.9415 (without timestamps 0.9493, with
 * a VLAN tag 0.9390, over IPv6 0.9285); MTU 9000: 0.9900.
 */
export function payloadShare(model: FrameModel): number {
  return payloadBytesPerFrame(model) / wireBytesPerFrame(model);
}

/**
 * The line rate that a measured payload rate stands for, Mb/s: payload x (MTU + 38) / (MTU - 52)
 * for IPv4 with timestamps. 941.5 Mb/s of payload is 1000 Mb/s on the wire.
 *
 * It assumes full segments and counts no acknowledgements and no retransmissions, so it never
 * exceeds the true line rate by more than the measurement's own error. Compare it, not the payload
 * rate, with a rate that a rule names: no 1 Gb/s line ever shows 1000 Mb/s of payload.
 */
export function wireEquivalentMbps(payloadMbps: number, model: FrameModel): number {
  return payloadMbps / payloadShare(model);
}

/** The payload rate that a line of this rate can carry at best, Mb/s. */
export function payloadCeilingMbps(lineMbps: number, model: FrameModel): number {
  return lineMbps * payloadShare(model);
}

/** Median of some figures, the mean of the middle two when their number is even. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  if (upper === undefined) return undefined;
  if (sorted.length % 2 === 1) return upper;
  return ((sorted[sorted.length / 2 - 1] ?? upper) + upper) / 2;
}
