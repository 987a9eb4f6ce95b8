type Waiting<Question, Answer> = {
  readonly question: Question;
  readonly answered: PromiseWithResolvers<Answer>;
};

/**
 * Puts questions together that come up at the same time: while one call is under way those that come wait, and the next call asks
 * them all. A call always begins after the questions that it answers, so that no answer is older than its question. Answers stand
 * in the order of the questions; a call that fails fails all of its questions.
 */
export function gathered<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  let waiting: Waiting<Question, Answer>[] = [];
  let underWay = false;
  const work = async () => {
    underWay = true;
    while (waiting.length > 0) {
      const now = waiting;
      waiting = [];
      await answerAll(ask, now);
    }
    underWay = false;
  };
  return (question) => {
    const answered = Promise.withResolvers<Answer>();
    waiting.push({ question, answered });
    if (!underWay) void work();
    return answered.promise;
  };
}

async function answerAll<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  now: readonly Waiting<Question, Answer>[],
): Promise<void> {
  try {
    const answers = await ask(now.map(({ question }) => question));
    now.forEach(({ answered }, at) => answered.resolve(answers[at] as Answer));
  } catch (error) {
    for (const { answered } of now) answered.reject(error);
  }
}
