/** Load on a running Posthorn, made by Gatling, and a receiver that accounts for every message. */
package io.posthorn.gatling;
