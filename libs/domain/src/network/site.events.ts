import { z } from 'zod';
import { actor, eventReference, identifier, reason, text, timeZone } from '../values/schemas.js';

export const SITE_KINDS = ['sales', 'service', 'delivery'] as const;
export type SiteKind = (typeof SITE_KINDS)[number];

/** The events of a site of the network, stream `site-{site}`. */
export const siteEventSchemas = {
  SiteOpened: z.strictObject({
    site: identifier,
    name: text(200).optional(),
    kind: z.enum(SITE_KINDS),
    city: text(80),
    country: text(80).optional(),
    timeZone: timeZone.optional(),
    ...actor,
  }),
  SiteClosed: z.strictObject({ site: identifier, reason: reason.optional(), ...actor }),
  SiteEventVoided: z.strictObject({ site: identifier, voids: eventReference, reason, ...actor }),
} as const;

export type SiteEventType = keyof typeof siteEventSchemas;
export type SiteData<Type extends SiteEventType> = z.infer<(typeof siteEventSchemas)[Type]>;
