import type { Codestream } from './codestream.ts';
import type { ImageLayout } from './image-layout.ts';

/** A lossy coding, and how much it may lose; without one the coding is lossless. */
export type Loss =
  /** JPEG quality, 1 to 100. */
  | { readonly kind: 'quality'; readonly quality: number }
  /** JPEG-LS: largest difference of a sample. */
  | { readonly kind: 'near'; readonly near: number }
  /** JPEG 2000: times smaller than native. High-throughput JPEG 2000 takes no rate: its loss is that of the wavelet. */
  | { readonly kind: 'rate'; readonly rate: number };

/** One frame for the codec. Buffers cross the thread boundary as plain bytes. */
export type CodecTask =
  | {
      readonly kind: 'decode';
      readonly stream: Codestream;
      readonly layout: ImageLayout;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'encode';
      readonly format: 'rle' | 'jpeg' | 'jpeg-ls' | 'jpeg2000' | 'htj2k';
      readonly layout: ImageLayout;
      /** Interleaved samples. */
      readonly bytes: Uint8Array;
      readonly loss?: Loss;
      /** Progression order of JPEG 2000. */
      readonly progression?: number;
    };

/** The frame, or what the codec says against it. */
export type CodecAnswer =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly kind: 'truncated' | 'not-decodable'; readonly message: string }
  /** The library itself could not be loaded: ours to repair, and nothing about the frame. */
  | { readonly ok: false; readonly kind: 'unavailable'; readonly message: string };
