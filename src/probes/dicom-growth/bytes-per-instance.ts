import type { BilingualText } from '../../locale/language.ts';

/** How many bytes one image of a modality takes in an archive, as a range. */
export interface BytesPerInstance {
  readonly low: number;
  readonly high: number;
  /** The sizes the range is computed from. */
  readonly why: BilingualText;
}

/** Lossless compression of medical images saves up to about three quarters; most archives use it. */
const LOSSLESS = 4;

/**
 * Our own table, computed from usual matrices and not measured at any hospital: the low end is a small matrix under
 * lossless compression, the high end a large one without any. It serves to tell gigabytes from terabytes per day,
 * no more. One instance may be a whole clip or volume.
 */
export const BYTES_PER_INSTANCE: Readonly<Record<string, BytesPerInstance>> = {
  CT: {
    low: (512 * 512 * 2) / LOSSLESS,
    high: 512 * 512 * 2 + 32_768,
    why: {
      vi: '512 × 512, 16 bit; nén không mất dữ liệu đến không nén',
      en: '512 × 512, 16 bits; lossless to uncompressed',
    },
  },
  MR: {
    low: (256 * 256 * 2) / LOSSLESS,
    high: 512 * 512 * 2 + 32_768,
    why: {
      vi: '256 × 256 nén đến 512 × 512 không nén, 16 bit',
      en: '256 × 256 lossless to 512 × 512 uncompressed, 16 bits',
    },
  },
  CR: {
    low: (1760 * 2140 * 2) / LOSSLESS,
    high: 3520 * 4280 * 2,
    why: {
      vi: 'tấm 1760 × 2140 nén đến 3520 × 4280 không nén, 16 bit',
      en: 'plates of 1760 × 2140 lossless to 3520 × 4280 uncompressed, 16 bits',
    },
  },
  DX: {
    low: (2000 * 2000 * 2) / LOSSLESS,
    high: 3520 * 4280 * 2,
    why: {
      vi: 'tấm nhận 2000 × 2000 nén đến 3520 × 4280 không nén, 16 bit',
      en: 'detectors of 2000 × 2000 lossless to 3520 × 4280 uncompressed, 16 bits',
    },
  },
  MG: {
    low: (1914 * 2294 * 2) / LOSSLESS,
    high: 4728 * 5928 * 2,
    why: {
      vi: '1914 × 2294 nén đến 4728 × 5928 không nén, 16 bit; chưa kể chụp cắt lớp vú',
      en: '1914 × 2294 lossless to 4728 × 5928 uncompressed, 16 bits; without tomosynthesis',
    },
  },
  US: {
    low: (640 * 480) / 10,
    high: (1024 * 768 * 3 * 200) / 16,
    why: {
      vi: 'một ảnh JPEG 640 × 480 đến đoạn phim JPEG 200 khung 1024 × 768',
      en: 'one JPEG frame of 640 × 480 to a JPEG clip of 200 frames of 1024 × 768',
    },
  },
  XA: {
    low: (512 * 512 * 10) / LOSSLESS,
    high: 1024 * 1024 * 2 * 100,
    why: {
      vi: '10 khung 512 × 512 nén đến 100 khung 1024 × 1024 không nén',
      en: '10 frames of 512 × 512 lossless to 100 frames of 1024 × 1024 uncompressed',
    },
  },
  RF: {
    low: (1024 * 1024) / LOSSLESS,
    high: 1024 * 1024 * 2 * 50,
    why: {
      vi: 'một ảnh 1024 × 1024 nén đến 50 khung không nén',
      en: 'one image of 1024 × 1024 lossless to 50 frames uncompressed',
    },
  },
  NM: {
    low: 64 * 64 * 2,
    high: 256 * 256 * 2 * 128,
    why: {
      vi: 'một ảnh 64 × 64 đến 128 khung 256 × 256, 16 bit',
      en: 'one frame of 64 × 64 to 128 frames of 256 × 256, 16 bits',
    },
  },
  PT: {
    low: (128 * 128 * 2) / LOSSLESS,
    high: 400 * 400 * 2 + 32_768,
    why: {
      vi: '128 × 128 nén đến 400 × 400 không nén, 16 bit',
      en: '128 × 128 lossless to 400 × 400 uncompressed, 16 bits',
    },
  },
  IO: {
    low: (900 * 650) / LOSSLESS,
    high: 2000 * 1500 * 2,
    why: {
      vi: 'phim răng 900 × 650 nén đến 2000 × 1500 không nén',
      en: 'intra-oral 900 × 650 lossless to 2000 × 1500 uncompressed',
    },
  },
  PX: {
    low: (2400 * 1200) / LOSSLESS,
    high: 3000 * 1600 * 2,
    why: {
      vi: 'toàn cảnh 2400 × 1200 nén đến 3000 × 1600 không nén',
      en: 'panoramic 2400 × 1200 lossless to 3000 × 1600 uncompressed',
    },
  },
  ES: {
    low: (640 * 480 * 3) / 20,
    high: 1920 * 1080 * 3,
    why: {
      vi: 'ảnh màu JPEG 640 × 480 đến 1920 × 1080 không nén; chưa kể phim',
      en: 'colour JPEG of 640 × 480 to 1920 × 1080 uncompressed; without video',
    },
  },
  SC: {
    low: (512 * 512) / LOSSLESS,
    high: 2048 * 1536 * 3,
    why: {
      vi: 'ảnh chụp màn hình 512 × 512 nén đến 2048 × 1536 màu không nén',
      en: 'captures of 512 × 512 lossless to 2048 × 1536 in colour uncompressed',
    },
  },
  OT: {
    low: (512 * 512) / LOSSLESS,
    high: 2048 * 1536 * 3,
    why: { vi: 'như SC', en: 'as SC' },
  },
  SR: {
    low: 2_000,
    high: 200_000,
    why: { vi: 'báo cáo có cấu trúc, chỉ có chữ', en: 'structured reports, text only' },
  },
  PR: {
    low: 2_000,
    high: 200_000,
    why: { vi: 'trạng thái hiển thị', en: 'presentation states' },
  },
  KO: { low: 1_000, high: 50_000, why: { vi: 'ảnh chọn', en: 'key object selections' } },
  DOC: {
    low: 20_000,
    high: 5_000_000,
    why: { vi: 'PDF đóng gói', en: 'encapsulated PDF' },
  },
};

/** For every other modality, and where the node did not say: as wide as the table is without clips. */
export const ANY_BYTES_PER_INSTANCE: BytesPerInstance = {
  low: 64 * 64 * 2,
  high: 3520 * 4280 * 2,
  why: {
    vi: 'không rõ loại: từ ảnh nhỏ nhất đến phim X-quang lớn nhất của bảng',
    en: 'unknown: from the smallest image to the largest radiograph of the table',
  },
};
