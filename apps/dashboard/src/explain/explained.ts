import type { Child } from '../page/element.js';

export interface Explained {
  readonly title: string;
  readonly body: Child;
}
