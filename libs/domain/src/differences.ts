/** How the same fact, told by two sources, differs: per field what stands first and what this one says. */
export type Differences = Readonly<Record<string, { readonly first: unknown; readonly this: unknown }>>;
