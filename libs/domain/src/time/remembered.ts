/** Computed once for each key. For zones, and days or months in which events occur: some thousands at the most. */
export function remembered<Value>(compute: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = compute(key);
      if (known.size > 50_000) known.clear();
      known.set(key, value);
    }
    return value;
  };
}
