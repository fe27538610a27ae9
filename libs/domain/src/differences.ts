/** How two sources' reports of the same fact differ: by field, what the first says and what this one says. */
export type Differences = Readonly<Record<string, { readonly first: unknown; readonly this: unknown }>>;
