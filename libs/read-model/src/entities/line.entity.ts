import { Column, Entity } from 'typeorm';
import { instant, key, optional, text } from './columns.js';

@Entity('line', { withoutRowid: true })
export class Line {
  @Column(key(text)) plant!: string;
  @Column(key(text)) line!: string;
  /** Null when its commissioning was voided: then it is no line. */
  @Column(optional(instant)) commissionedAt!: number | null;
}
