/** The ten checks of the runbook on paper (P13; source 1 §5), in its order. */
export const postProvisioningChecklist = [
  { id: 'login', title: 'BrokerAdmin can log in successfully' },
  { id: 'isolation', title: 'BrokerAdmin cannot see other tenants’ data' },
  { id: 'create-employer', title: 'BrokerAdmin can create an employer' },
  { id: 'create-scheme', title: 'BrokerAdmin can create a scheme under that employer' },
  { id: 'enrol-member', title: 'BrokerAdmin can enrol a member' },
  { id: 'assistant', title: 'AI Compliance Assistant responds to queries' },
  { id: 'e-mail', title: 'Email notifications working' },
  { id: 'audit-log', title: 'Audit log records all test actions' },
  { id: 'audit-trail', title: 'Provisioning logged in audit trail' },
  { id: 'clean-up', title: 'Temporary test data cleaned up' },
] as const;

export type CheckId = (typeof postProvisioningChecklist)[number]['id'];
