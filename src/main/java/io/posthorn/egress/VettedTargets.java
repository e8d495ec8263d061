package io.posthorn.egress;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers verdicts: endpoints are few, their URLs are the same objects each time, and parsing one is not free. */
final class VettedTargets {

    private static final int MAX_REMEMBERED = 16_384;

    private final UrlJudge judge;
    private final Map<URI, TargetVerdict> verdicts = new ConcurrentHashMap<>();

    VettedTargets(UrlJudge judge) {
        this.judge = judge;
    }

    TargetVerdict check(URI uri) {
        @Nullable TargetVerdict known = verdicts.get(uri);
        return known != null ? known : judge(uri);
    }

    private TargetVerdict judge(URI uri) {
        TargetVerdict verdict = judge.check(uri.toString());
        if (verdicts.size() >= MAX_REMEMBERED) {
            verdicts.clear();
        }
        verdicts.put(uri, verdict);
        return verdict;
    }
}
