import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, SpanStatusCode, trace, type Attributes, type Context, type Tracer } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';

/** The span that is under way: those that begin meanwhile are part of it. */
const active = new AsyncLocalStorage<Context>();

export const isInSpan = (): boolean => active.getStore() !== undefined;

export function inContext<Answer>(context: Context, work: () => Answer): Answer {
  return active.run(context, work);
}

/** The work as a span, within the one that is under way. What it says of the answer becomes attributes. */
export async function asSpan<Answer>(
  tracer: Tracer,
  name: string,
  options: Parameters<Tracer['startSpan']>[1],
  work: () => Promise<Answer>,
  saying: (answer: Answer) => Attributes,
): Promise<Answer> {
  const within = active.getStore() ?? ROOT_CONTEXT;
  const span = tracer.startSpan(name, options, within);
  try {
    const answer = await active.run(trace.setSpan(within, span), work);
    span.setAttributes(saying(answer));
    return answer;
  } catch (error) {
    // The message may name a vehicle's stream; what kind of error it is does not.
    span.setAttribute(ATTR_ERROR_TYPE, error instanceof Error ? error.name : '_OTHER');
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
