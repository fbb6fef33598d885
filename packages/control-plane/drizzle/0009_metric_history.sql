-- Makes the day partitions of the graphs from a day on until today, for a history that is written at once. What is older than the retention goes
-- at the next maintenance.
CREATE FUNCTION fairlead_make_metric_partitions(first date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  day date;
BEGIN
  FOR day IN SELECT generate_series(first, (now() AT TIME ZONE 'UTC')::date, interval '1 day')::date LOOP
    IF to_regclass(format('metric_points_%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF metric_points FOR VALUES FROM (%L) TO (%L)',
                     'metric_points_' || to_char(day, 'YYYYMMDD'),
                     day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
    END IF;
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION fairlead_make_metric_partitions(date) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION fairlead_make_metric_partitions(date) TO fairlead_system;
