import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invalidInput } from '../../../../../src/shared/errors/invalid-input.ts';
import { pooledIntake } from '../../../../../src/main/tenancy/pooled/intake.ts';
import { newBroker } from '../../../../helpers/broker.ts';

/** Marks every value, so that it is known again wherever it turns up. */
const marked = fc.string({ minLength: 1, maxLength: 300 }).map((text) => `⟦${text}⟧`);
const anything = fc.oneof(marked, fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }));

const problemsOf = (intake: unknown): readonly string[] => {
  const parsed = pooledIntake.safeParse(intake);
  if (parsed.success) return [];
  return invalidInput(parsed.error).details['problems'] as readonly string[];
};

describe('the intake of a broker', () => {
  test('is taken as an operator writes it, trimmed, with the login in lower case', () => {
    const intake = newBroker({
      ...{ legalName: '  Quay Brokers Ltd ', croNumber: ' 123456 ' },
      contact: { name: 'Órla O’Quay', email: 'Orla@Quay.EXAMPLE' },
    });
    expect(pooledIntake.parse(intake)).toMatchObject({
      ...{ legalName: 'Quay Brokers Ltd', croNumber: '123456' },
      contact: { email: 'orla@quay.example' },
    });
  });

  test.each(['', '0', '0123', '12345678', '12a', '-1', '1.0', '１２３', '1e3', 'IE123'])(
    'has no CRO number %s',
    (croNumber) => {
      expect(problemsOf(newBroker({ croNumber }))).toEqual([
        'croNumber: a CRO number has one to seven digits and no leading zero',
      ]);
    },
  );

  test('never makes the console stumble, whatever it is', () => {
    fc.assert(
      fc.property(anything, (whole) => {
        expect(() => problemsOf(whole)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  test('that is wrong somewhere is told by the field, and by none of its values', () => {
    const fields = [
      'legalName',
      'croNumber',
      'contact',
      'plan',
      'whiteLabel',
      'checklist',
      'handOver',
      'tenantId',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...fields), anything, (field, value) => {
        const problems = problemsOf(newBroker({ [field]: value as never }));
        for (const problem of problems) {
          expect(problem.startsWith(field)).toBe(true);
          expect(problem).not.toContain('⟦');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('holds nothing that the form does not know', () => {
    expect(problemsOf(newBroker({ password: 'x' }))).toHaveLength(1);
    expect(problemsOf(newBroker({ checklist: { 'no-such-item': {} } }))).not.toEqual([]);
  });
});
