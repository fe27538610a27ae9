import type { EventResult } from '@plant-ledger/contract';
import { report } from '../ledger/ask.js';
import { linkTo, NOT_EXPLAINING, type Place } from '../ledger/place.js';
import { askedMoment } from '../words/asked-moment.js';
import { exampleMoment } from './example.js';

interface Standing {
  readonly place: Place;
  readonly zone: string;
}

export function onForms(standing: () => Standing, refresh: () => void): void {
  document.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const { form: key, entry } = form.dataset;
    if (key === 'asOf' || key === 'since') goTo(form, key, standing());
    else if (entry !== undefined) void discard(form, entry).then(refresh);
  });
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLButtonElement>('[data-settle]') : null;
    if (button?.form) void retry(button.form).then(refresh);
  });
}

function goTo(form: HTMLFormElement, key: 'asOf' | 'since', { place, zone }: Standing): void {
  const input = form.elements.namedItem(key);
  if (!(input instanceof HTMLInputElement)) return;
  const text = input.value.trim();
  const moment = text === '' ? undefined : askedMoment(text, zone);
  const wrong = text !== '' && moment === undefined;
  input.setCustomValidity(
    wrong ? `A position, or a time such as ${exampleMoment(zone)} (in ${zone} when it has no offset)` : '',
  );
  if (wrong) {
    input.reportValidity();
    input.addEventListener('input', () => input.setCustomValidity(''), { once: true });
    return;
  }
  location.hash = linkTo({ ...place, ...NOT_EXPLAINING, [key]: moment });
}

async function retry(form: HTMLFormElement): Promise<void> {
  const result = await report<EventResult>(`/v1/quarantine/${form.dataset.entry ?? ''}/retry`);
  say(
    form,
    result.ok ? `${result.value.result}${result.value.detail ? `: ${result.value.detail}` : ''}` : result.detail,
  );
}

async function discard(form: HTMLFormElement, id: string): Promise<void> {
  const input = form.elements.namedItem('reason');
  const reason = input instanceof HTMLInputElement ? input.value.trim() : '';
  if (reason === '') return say(form, 'Say why: the reason stays on record.');
  const result = await report(`/v1/quarantine/${id}/discard`, { reason });
  say(form, result.ok ? 'discarded' : result.detail);
}

function say(form: HTMLFormElement, words: string): void {
  const output = form.querySelector('output');
  if (output) output.textContent = words;
}
