import { createServer, type Socket } from 'node:net';
import type { Admit } from '../../../src/protocols/dicom/index.ts';
import {
  IMPLICIT_VR_LITTLE_ENDIAN,
  startDicomServer,
  VERIFICATION_SOP_CLASS,
} from '../../../src/protocols/dicom/index.ts';
import type { SweepNode } from '../../../src/sweep/node.ts';

/** Nodes on this computer that end with the test, and how many of them were busy at the same time. */
export class FakeHospital {
  readonly #stops: (() => Promise<unknown>)[] = [];
  readonly busy = { now: 0, most: 0 };
  /** Calling AE titles in the order of the associations. */
  readonly callers: string[] = [];

  /** A node that answers C-ECHO with a status, after a while. */
  async addNode(
    id: string,
    options: {
      readonly admit?: Admit;
      readonly echoStatus?: number;
      readonly echoAfterMs?: number;
      readonly role?: SweepNode['role'];
    } = {},
  ): Promise<SweepNode> {
    const server = await startDicomServer({
      address: '127.0.0.1',
      port: 0,
      admit:
        options.admit ??
        ((request) => {
          this.callers.push(request.callingAeTitle);
          return 'accept';
        }),
      contexts: [
        {
          abstractSyntax: VERIFICATION_SOP_CLASS,
          transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN],
        },
      ],
      handlers: {
        echo: async () => {
          this.busy.now += 1;
          this.busy.most = Math.max(this.busy.most, this.busy.now);
          await new Promise((resolve) => setTimeout(resolve, options.echoAfterMs ?? 0));
          this.busy.now -= 1;
          return { status: options.echoStatus ?? 0 };
        },
      },
    });
    this.#stops.push(() => server.close());
    return this.#describe(id, server.port, options.role);
  }

  /** A port that does with a connection whatever the test wants. */
  async addPort(
    id: string,
    onConnection: (socket: Socket) => void = () => undefined,
    role?: SweepNode['role'],
  ): Promise<SweepNode> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      onConnection(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.#stops.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return this.#describe(id, address.port, role);
  }

  /** A port at which nothing listens any more. */
  async addNothing(id: string): Promise<SweepNode> {
    const node = await this.addPort(id);
    await this.#stops.pop()?.();
    return node;
  }

  #describe(id: string, port: number, role: SweepNode['role'] = 'modality'): SweepNode {
    return { id, role, host: '127.0.0.1', port, calledAe: id.toUpperCase().slice(0, 16) };
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop();
  }
}
