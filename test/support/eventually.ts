/** Asks again and again until it is so, for at most `patience` milliseconds. */
export async function eventually(isSo: () => Promise<boolean> | boolean, patience = 30_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`it was not so within ${patience} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
