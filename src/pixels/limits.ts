/** Bounds against hostile objects; ours, far above what an archive holds in one object. */
export interface PixelLimits {
  /** All frames together, decoded, in bytes. */
  readonly maxDecodedBytes: number;
  readonly maxFrames: number;
  readonly maxFragments: number;
}

/** Bounds unless given. */
export const DEFAULT_PIXEL_LIMITS: PixelLimits = {
  maxDecodedBytes: 256 * 1024 * 1024,
  maxFrames: 4096,
  maxFragments: 65_536,
};
