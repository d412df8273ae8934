/**
 * A baseline JPEG of 56 by 19 pixels that reads "MO PHONG" (simulated): what the simulated systems hand out where a
 * rendered picture is asked for.
 */
export const PLACEHOLDER_JPEG: Buffer = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABcQERQRDhcUEhQaGBcbIjklIh8fIkYyNSk5UkhXVVFIUE5bZoNvW2F8Yk',
    '5QcptzfIeLkpSSWG2grJ+OqoOPko3/wAALCAATADgBAREA/8QAGQABAQEAAwAAAAAAAAAAAAAAAAQDAQIF/8QAKhAA',
    'AgEDAgYBAwUAAAAAAAAAAQIDABEhBBIFEyIxQVEUFTKygZGxweH/2gAIAQEAAD8A93Va0aaeKNo2cSKTdSMEFQBn2W',
    'A/zIxh4k00aSiECImNXO/qDOFIsLZHWM3HnHunW6n4mlaaymzKOttoF2AuTY2Gamj4tFvQTtFErBrSc0FGI2/aTa/3',
    'fuCKQ8SaaNJRCBETGrnf1BnCkWFsjrGbjzj3wnFkkhgdI7tMl9pa21iUABx26wb+sgG9VaPUjVRFwYyVbaTFIHX3g/',
    'r5A/uu5hVtQkxJ3IrIB4sSCfxFTxcNiiVEWSTlrsJQkWYqAATi9+lexAx271RNCsyBGJADK+PasCP4oYVbUJMSdyKy',
    'AeLEgn8RU8XDYolRFkk5a7CUJFmKgAE4vfpXsQMdu9PpkG2IDcGiiESvi9gVIJxkgqD674rbTaf4/MJleVpG3sz2ve',
    'wHgAdgK2pSlKUr/9k=',
  ].join(''),
  'base64',
);
