//! The place of a user's current grant, of which there is one for a registration.
//!
//! Macros, because the two databases' transactions are two types.

/// In a transaction, makes room for a grant: takes away the user's older one for the same account,
/// and any other is current no longer. Gives the older one, and the apps for which the user
/// consented with it.
macro_rules! make_room {
    ($tx:ident, $grant:expr) => {{
        let old: Option<$crate::grants::row::GrantRow> =
            sqlx::query_as($crate::statements::GRANT_OF_ACCOUNT)
                .bind($grant.tenant.as_str())
                .bind($grant.user.0)
                .bind($grant.registration.id)
                .bind($grant.account.as_str())
                .fetch_optional(&mut *$tx)
                .await?;
        let mut apps: Vec<(String, String)> = Vec::new();
        if let Some(old) = &old {
            apps = sqlx::query_as($crate::statements::GRANT_APPS)
                .bind($grant.tenant.as_str())
                .bind(old.id)
                .fetch_all(&mut *$tx)
                .await?;
            sqlx::query($crate::statements::GRANT_DELETE)
                .bind($grant.tenant.as_str())
                .bind(old.id)
                .execute(&mut *$tx)
                .await?;
        }
        sqlx::query($crate::statements::GRANT_NOT_CURRENT)
            .bind($grant.tenant.as_str())
            .bind($grant.user.0)
            .bind($grant.registration.id)
            .execute(&mut *$tx)
            .await?;
        (old, apps)
    }};
}

/// In a transaction, keeps for which apps the user consented; what is kept already stays.
macro_rules! keep_consents {
    ($tx:ident, $grant:expr, $apps:expr, $now:expr) => {
        for (owner, manifest_id) in &$apps {
            sqlx::query($crate::statements::GRANT_APP_INSERT)
                .bind($grant.tenant.as_str())
                .bind($grant.id)
                .bind(owner.as_str())
                .bind(manifest_id.as_str())
                .bind($now.as_millis())
                .execute(&mut *$tx)
                .await?;
        }
    };
}

pub(super) use {keep_consents, make_room};
