/** Entry of the thread that decodes and encodes: `codec-thread.ts` starts it, nothing imports it. */
import { parentPort } from 'node:worker_threads';
import type { CodecAnswer, CodecTask } from './codec-task.ts';
import { decodeCodestream } from './decode-codestream.ts';
import { encodeCodestream } from './encode-codestream.ts';
import { type LoadedCodecs, loadCodecs } from './load-codecs.ts';

let loading: Promise<LoadedCodecs> | undefined;

function tell(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}

async function answer(task: CodecTask): Promise<CodecAnswer> {
  try {
    loading ??= loadCodecs();
    const codecs = await loading;
    try {
      return task.kind === 'decode'
        ? decodeCodestream(task, codecs)
        : encodeCodestream(task, codecs);
    } catch (error) {
      await codecs.restart();
      return { ok: false, kind: 'not-decodable', message: tell(error) };
    }
  } catch (error) {
    return { ok: false, kind: 'unavailable', message: tell(error) };
  }
}

parentPort?.on('message', (task: CodecTask) => {
  void answer(task).then((found) => {
    if (!found.ok) return parentPort?.postMessage(found);
    // A copy of its own memory, so that it can be handed over.
    const bytes = new Uint8Array(found.bytes);
    return parentPort?.postMessage({ ...found, bytes }, [bytes.buffer]);
  });
});
