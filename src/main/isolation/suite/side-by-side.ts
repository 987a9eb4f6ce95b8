type Answers<Works extends readonly Promise<unknown>[]> = {
  -readonly [At in keyof Works]: Awaited<Works[At]>;
};

/** Waits for all of them, also when one fails: nothing goes on behind the back of what comes next. Throws the first error. */
export async function sideBySide<const Works extends readonly Promise<unknown>[]>(
  ...works: Works
): Promise<Answers<Works>> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}
