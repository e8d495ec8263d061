/** What is in {@code k8s}, held against what Kubernetes understands. */
@NullMarked
package io.posthorn.kubernetes;

import org.jspecify.annotations.NullMarked;
