/** A CloudEvent 1.0 in structured JSON, as a source would send it. */
export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  /** The event's bare name, e.g. `UnitProduced`. */
  type: string;
  time: string;
  datacontenttype: 'application/json';
  /** Position among the events of one source, a decimal string without gaps (CloudEvents `sequence` extension). */
  sequence: string;
  /** Key of the assumption this event rests on; absent when the report states it. */
  assumption?: string;
  data: Record<string, string | number | boolean>;
}
