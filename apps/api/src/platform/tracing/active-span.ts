import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, SpanStatusCode, trace, type Attributes, type Context, type Tracer } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';

/** The current span: spans that begin meanwhile are its children. */
const active = new AsyncLocalStorage<Context>();

export const isInSpan = (): boolean => active.getStore() !== undefined;

export function inContext<Answer>(context: Context, work: () => Answer): Answer {
  return active.run(context, work);
}

/** Runs the work in a span, a child of the current one. What it says of the answer becomes attributes. */
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
    // The message may contain a vehicle's stream; the name of the error does not.
    span.setAttribute(ATTR_ERROR_TYPE, error instanceof Error ? error.name : '_OTHER');
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
