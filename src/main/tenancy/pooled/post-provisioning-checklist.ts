/** The ten checks of the runbook on paper (P13; source 1 §5), in its order. */
export const postProvisioningChecklist = [
  {
    id: 'login',
    title: 'BrokerAdmin can log in successfully',
    about: 'Signed in to the live portal with the temporary password, and met an empty desk.',
  },
  {
    id: 'isolation',
    title: 'BrokerAdmin cannot see other tenants’ data',
    about:
      'Every probe that reads, writes, names another tenant, forges a session or guesses a file found nothing of anybody else.',
  },
  {
    id: 'create-employer',
    title: 'BrokerAdmin can create an employer',
    about: 'Made one through the portal, as the broker will.',
  },
  {
    id: 'create-scheme',
    title: 'BrokerAdmin can create a scheme under that employer',
    about: 'Made one below the employer that was just made.',
  },
  {
    id: 'enrol-member',
    title: 'BrokerAdmin can enrol a member',
    about: 'Enrolled one in that scheme.',
  },
  {
    id: 'assistant',
    title: 'AI Compliance Assistant responds to queries',
    about: 'Asked a question and had an answer.',
  },
  {
    id: 'e-mail',
    title: 'Email notifications working',
    about: 'The enrolment’s e-mail arrived.',
  },
  {
    id: 'audit-log',
    title: 'Audit log records all test actions',
    about: 'Each test action stands in the portal’s audit log under the administrator’s name.',
  },
  {
    id: 'audit-trail',
    title: 'Provisioning logged in audit trail',
    about: 'The transaction that made the broker wrote its audit row too.',
  },
  {
    id: 'clean-up',
    title: 'Temporary test data cleaned up',
    about: 'Everything the checks made was removed, and the database says so.',
  },
] as const;

export type CheckId = (typeof postProvisioningChecklist)[number]['id'];
