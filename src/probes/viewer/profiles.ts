import type { ViewerProfile } from '../../facility/viewer-schema.ts';

/** A screen that the browser takes the part of. */
export interface Screen {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Screen pixels per CSS pixel. */
  readonly scale: number;
  readonly isTouch: boolean;
  /** What stands in the middle of the user agent. */
  readonly platform: string;
  readonly isMobile: boolean;
}

/** Usual sizes; tablet and phone are held upright. */
export const screens: Readonly<Record<ViewerProfile, Screen>> = {
  desktop: {
    widthPx: 1440,
    heightPx: 900,
    scale: 1,
    isTouch: false,
    platform: 'X11; Linux x86_64',
    isMobile: false,
  },
  tablet: {
    widthPx: 820,
    heightPx: 1180,
    scale: 2,
    isTouch: true,
    platform: 'Linux; Android 14; Tablet',
    isMobile: false,
  },
  phone: {
    widthPx: 390,
    heightPx: 844,
    scale: 2,
    isTouch: true,
    platform: 'Linux; Android 14; K',
    isMobile: true,
  },
};

/**
 * The user agent of a screen. Viewers choose their layout by it, and some refuse what calls itself headless.
 * @param version of the browser, such as `153.0.7000.1`
 */
export function userAgentOf({ platform, isMobile }: Screen, version: string): string {
  const major = /^\d+/.exec(version)?.[0] ?? '0';
  return `Mozilla/5.0 (${platform}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0${isMobile ? ' Mobile' : ''} Safari/537.36`;
}
