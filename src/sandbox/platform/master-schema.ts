/** The master database of the reference platform (source 4). */
export const masterSchema = `
create schema identity;
create table identity.db_server (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  admin_secret_ref text not null,
  capacity_hint integer not null,
  status text not null default 'active'
);
create table identity.tenant (
  id uuid primary key,
  slug text not null unique,
  display_name text not null,
  status text not null,
  db_server_id uuid not null references identity.db_server,
  database_name text not null,
  created_at timestamptz not null default now()
);
create index on identity.tenant (db_server_id);
create table identity.tenant_audit (
  id uuid primary key,
  tenant_id uuid not null,
  event_type text not null,
  platform_user_id text not null,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create index on identity.tenant_audit (tenant_id);
create table identity.job_phase (
  job_id text not null,
  slug text not null,
  phase text not null,
  at timestamptz not null,
  primary key (job_id, phase)
);
create table identity.users (
  id uuid primary key default gen_random_uuid(),
  email text not null unique,
  role text not null check (role in ('PLATFORM_ADMIN', 'PLATFORM_SUPPORT', 'PLATFORM_READONLY'))
);
insert into identity.users (email, role) values
  ('admin@platform.example', 'PLATFORM_ADMIN'),
  ('support@platform.example', 'PLATFORM_SUPPORT'),
  ('auditor@platform.example', 'PLATFORM_READONLY');
`;
