/** PostgreSQL 9.5 and later; the slot tells logical subscriptions from standbys. Needs `pg_monitor`. */
export const postgresqlStandbys =
  'SELECT r.application_name, host(r.client_addr) AS client_addr, r.state, r.sync_state, s.slot_type FROM pg_stat_replication r LEFT JOIN pg_replication_slots s ON s.active_pid = r.pid';
/** Whether the server is itself a standby, and its own address as this connection sees it. */
export const postgresqlSelf =
  'SELECT pg_is_in_recovery() AS standby, host(inet_server_addr()) AS address';
/** What a standby receives from. */
export const postgresqlReceiver = 'SELECT status FROM pg_stat_wal_receiver';

/** Galera's variables. Any account may read them. */
export const galeraStatus = "SHOW GLOBAL STATUS LIKE 'wsrep\\_%'";

/** SQL Server 2012 and later. Needs `VIEW SERVER STATE` and `VIEW ANY DEFINITION`. */
export const sqlserverReplicas =
  'SELECT ag.name AS group_name, ar.replica_server_name AS replica, ars.role_desc AS role, ars.connected_state_desc AS connected, ars.synchronization_health_desc AS health, ar.availability_mode_desc AS mode, ar.failover_mode_desc AS failover, CAST(ars.is_local AS int) AS is_local FROM sys.availability_groups ag JOIN sys.availability_replicas ar ON ar.group_id = ag.group_id LEFT JOIN sys.dm_hadr_availability_replica_states ars ON ars.replica_id = ar.replica_id';
/** Quorum of the Windows cluster under it. */
export const sqlserverQuorum = 'SELECT quorum_state_desc AS quorum FROM sys.dm_hadr_cluster';
