import type { DeviationLog } from '../deviations.ts';
import type { DimseMessage } from './assemble-message.ts';

/** Which response belongs to a request. */
export interface ExpectedResponse {
  readonly commandField: number;
  readonly messageId: number;
  readonly contextId: number;
}

/** Whether a message answers the request; what it does otherwise, or does oddly, is noted. */
export function isExpected(
  { command, contextId }: DimseMessage,
  expected: ExpectedResponse,
  deviations: DeviationLog,
): boolean {
  if (command.commandField !== expected.commandField) {
    const words = `command field 0x${(command.commandField ?? 0).toString(16).padStart(4, '0')}`;
    deviations.add('unexpected-command', words);
    return false;
  }
  if (command.messageIdBeingRespondedTo !== expected.messageId) {
    const named = command.messageIdBeingRespondedTo ?? 'no message id';
    const words = `responds to ${named}, expected ${expected.messageId}`;
    deviations.add('foreign-message-id', words);
    return false;
  }
  if (contextId !== expected.contextId) {
    const words = `request in context ${expected.contextId}, response in ${contextId}`;
    deviations.add('response-in-other-context', words);
  }
  return true;
}
