import { errorEntries } from '../error-entry.ts';

export const mailErrors = errorEntries({
  E_MAIL_UNREACHABLE: {
    meaning: 'The mail service cannot be reached, so nothing was sent.',
    fix: "Check the network and the service's status page, then resume the run.",
    who: 'DevOps team, within 4 hours',
    exitCode: 7,
    retryable: true,
  },
  E_MAIL_AUTH: {
    meaning: 'The mail service refuses the API key.',
    fix: 'Put a valid key with the right to send into the connection, then resume the run.',
    who: 'DevOps team, within 4 hours',
    exitCode: 8,
    retryable: false,
  },
  E_MAIL_REJECTED: {
    meaning: 'The mail service refuses this message: its addresses, its sender or its content.',
    fix: "Check the recipient's address and that the sender's domain is verified with the service.",
    who: 'You; DevOps team for the domain, within 1 day',
    exitCode: 1,
    retryable: false,
  },
  E_MAIL_RATE_LIMITED: {
    meaning: 'The mail service takes no more messages for now: a rate or a quota is used up.',
    fix: 'Wait a minute, for a used quota until it is renewed, then resume the run.',
    who: 'DevOps team if it lasts, within 1 day',
    exitCode: 7,
    retryable: true,
  },
  E_MAIL_IN_DOUBT: {
    meaning:
      'The connection to the mail service ended before its answer: nobody knows whether the message was accepted.',
    fix: 'Resume the run within 24 hours: sending the same message again delivers nothing twice. Later, look into the service for it first.',
    who: 'You',
    exitCode: 5,
    retryable: true,
    doubtful: true,
  },
});
