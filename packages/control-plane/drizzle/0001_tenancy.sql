-- Roles are shared by all databases of a server, so another database of ours may make them at the same moment.
DO $$ BEGIN
  CREATE ROLE fairlead_app NOLOGIN NOINHERIT;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
DO $$ BEGIN
  CREATE ROLE fairlead_system NOLOGIN NOINHERIT;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('GRANT fairlead_app, fairlead_system TO %I', current_user);
EXCEPTION WHEN unique_violation OR SQLSTATE 'XX000' THEN NULL;
END $$;
--> statement-breakpoint
-- The organization of this transaction. NULLIF: a setting that has ended reads as an empty text, which is no uuid.
CREATE FUNCTION fairlead_organization() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT NULLIF(current_setting('app.organization', true), '')::uuid $$;
--> statement-breakpoint
-- Turns a table into a tenant's: forced row-level security by the given column, and rights for the two roles.
CREATE FUNCTION fairlead_tenant_table(name regclass, tenant_column text DEFAULT 'organization_id',
                                      app_rights text DEFAULT 'SELECT, INSERT, UPDATE, DELETE') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY tenant ON %s TO fairlead_app USING (%I = fairlead_organization()) '
                 'WITH CHECK (%I = fairlead_organization())', name, tenant_column, tenant_column);
  EXECUTE format('CREATE POLICY system ON %s TO fairlead_system USING (true) WITH CHECK (true)', name);
  EXECUTE format('GRANT %s ON %s TO fairlead_app', app_rights, name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO fairlead_system', name);
END $$;
--> statement-breakpoint
SELECT fairlead_tenant_table('organizations', 'id', 'SELECT, UPDATE');
--> statement-breakpoint
SELECT fairlead_tenant_table(name::regclass) FROM unnest(ARRAY[
  'departments', 'projects', 'node_pools', 'quotas', 'clusters', 'agent_keys', 'join_tokens', 'agent_sessions', 'desired',
  'commands', 'nodes', 'workloads', 'workload_specs', 'runs', 'explanations', 'queue_standings', 'users', 'role_bindings',
  'user_sessions', 'api_tokens', 'setup_links', 'metric_series', 'metric_points'
]) AS name;
--> statement-breakpoint
-- History is written once.
SELECT fairlead_tenant_table(name::regclass, 'organization_id', 'SELECT, INSERT')
FROM unnest(ARRAY['workload_events', 'audit_entries', 'changes']) AS name;
--> statement-breakpoint
-- Tables without a tenant: only the system role may touch them.
GRANT SELECT, INSERT, UPDATE, DELETE ON leases, rounds, server_keys TO fairlead_system;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO fairlead_app, fairlead_system;
--> statement-breakpoint
-- Hot rows are rewritten often: room on the page keeps the update there, without new index entries.
ALTER TABLE workloads SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
ALTER TABLE runs SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
ALTER TABLE agent_sessions SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE nodes SET (fillfactor = 70);
--> statement-breakpoint
-- Makes the day partitions of the graphs from yesterday to `days_ahead`, and drops those older than `days_kept`. Runs with its
-- owner's rights because the roles of the application own no table.
CREATE FUNCTION fairlead_maintain_metric_partitions(days_kept int, days_ahead int DEFAULT 2) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  day date;
  part record;
BEGIN
  FOR day IN SELECT generate_series((now() AT TIME ZONE 'UTC')::date - 1,
                                    (now() AT TIME ZONE 'UTC')::date + days_ahead, interval '1 day')::date LOOP
    IF to_regclass(format('metric_points_%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF metric_points FOR VALUES FROM (%L) TO (%L)',
                     'metric_points_' || to_char(day, 'YYYYMMDD'),
                     day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
    END IF;
  END LOOP;
  FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
              WHERE i.inhparent = 'metric_points'::regclass
                AND c.relname < 'metric_points_' || to_char((now() AT TIME ZONE 'UTC')::date - days_kept, 'YYYYMMDD') LOOP
    EXECUTE format('DROP TABLE %I', part.relname);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION fairlead_maintain_metric_partitions(int, int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION fairlead_maintain_metric_partitions(int, int) TO fairlead_system;
--> statement-breakpoint
SELECT fairlead_maintain_metric_partitions(30);
