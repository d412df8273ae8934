import { createRequire } from 'node:module';
import path from 'node:path';

/** The codec library as loaded, and what its JPEG decoder complained of since asked last. */
export interface LoadedCodecs {
  readonly library: CodecLibrary;
  readonly takeComplaints: () => readonly string[];
  /** A codec that threw has not tidied up its memory: the next frame gets a new one. */
  readonly restart: () => Promise<void>;
}

type CodecLibrary = typeof import('dcmjs-codecs');

/** In the package, beside its code; the library would look there too, but no address is left to chance. */
const WEBASSEMBLY_FILE = 'dcmjs-native-codecs.wasm';
/** Its JPEG decoder fills in what is missing and only says so (jerror.h of IJG's library). */
const COMPLAINT = /Corrupt JPEG data|Premature end of JPEG/;
const MAX_COMPLAINTS = 10;

/**
 * Loads the codecs (libijg, CharLS, OpenJPEG, OpenJPH as WebAssembly) from the installed package; nothing is fetched.
 * Must be called in a thread of its own: a codec blocks it, and can be stopped only with it.
 */
export async function loadCodecs(): Promise<LoadedCodecs> {
  // The named exports exist in its types only.
  const { default: library } = await import('dcmjs-codecs');
  const entry = createRequire(import.meta.url).resolve('dcmjs-codecs');
  const webAssemblyModulePathOrUrl = path.join(path.dirname(entry), WEBASSEMBLY_FILE);
  let complaints: string[] = [];
  library.log.methodFactory =
    () =>
    (...words: readonly unknown[]) => {
      const text = words.join(' ');
      if (complaints.length < MAX_COMPLAINTS && COMPLAINT.test(text)) complaints.push(text);
    };
  library.log.setLevel('info', false);
  const initialise = () =>
    library.NativeCodecs.initializeAsync({ webAssemblyModulePathOrUrl, logCodecsInfo: true });
  await initialise();
  return {
    library,
    takeComplaints: () => {
      const taken = complaints;
      complaints = [];
      return taken;
    },
    restart: async () => {
      library.NativeCodecs.release();
      await initialise();
    },
  };
}
