package io.posthorn.access;

/** What a caller may be allowed to do; every operation of the API names the one it needs. */
public enum Permission {
    /** Look at everything but secrets. */
    READ,
    /** Send messages. */
    PUBLISH,
    /** Create, change and delete endpoints. */
    MANAGE_ENDPOINTS,
    /** See the signing secrets of endpoints. */
    READ_SECRETS,
    /** Replace the signing secrets of endpoints. */
    ROTATE_SECRETS,
    /** Have something sent: again, as a test, or from the past. */
    CREATE_ATTEMPTS,
    /** Change applications and event types, delete contents, let others into the portal. */
    MANAGE,
    /** Change who may do what, and look at who did what. */
    ADMIN,
    /** Make organizations, and act in any of them. */
    OPERATE
}
