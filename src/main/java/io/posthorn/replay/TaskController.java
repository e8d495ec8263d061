package io.posthorn.replay;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.api.Violation;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.LedgerPaths;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How background tasks are getting on. */
@RestController
final class TaskController {

    private final LedgerPaths paths;
    private final Replays replays;
    private final Tasks tasks;

    TaskController(LedgerPaths paths, Replays replays, Tasks tasks) {
        this.paths = paths;
        this.replays = replays;
        this.tasks = tasks;
    }

    @Requires(Permission.READ)
    @GetMapping("/api/v1/background-task")
    Mono<Page<TaskOut>> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String task,
            PageRequest page) {
        return tasks.list(caller, status == null ? null : status(status), task == null ? null : kind(task), page)
                .map(found -> found.map(TaskOut::of));
    }

    private static TaskStatus status(String text) {
        return switch (text) {
            case "running" -> TaskStatus.RUNNING;
            case "finished" -> TaskStatus.FINISHED;
            case "failed" -> TaskStatus.FAILED;
            default ->
                throw Problem.invalidQuery(
                        "status", "must be running, finished or failed, but is " + Violation.shown(text));
        };
    }

    private static TaskKind kind(String text) {
        return TaskKind.of(text).orElseThrow(() -> {
            String known = Arrays.stream(TaskKind.values()).map(TaskKind::text).collect(Collectors.joining(", "));
            return Problem.invalidQuery("task", "must be one of " + known + ", but is " + Violation.shown(text));
        });
    }

    @Requires(Permission.READ)
    @GetMapping("/api/v1/background-task/{task_id}")
    Mono<TaskOut> get(Caller caller, @PathVariable("task_id") String id) {
        return require(caller, id).map(TaskOut::of);
    }

    /** What is queued already is sent all the same. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/api/v1/background-task/{task_id}/cancel")
    Mono<TaskOut> cancel(Caller caller, @PathVariable("task_id") String id) {
        return require(caller, id)
                .doOnNext(TaskController::requireStoppable)
                .flatMap(task -> tasks.end(task.id(), TaskStatus.CANCELLED, "cancelled by " + caller.name())
                        .filter(ended -> ended)
                        .switchIfEmpty(Mono.error(
                                () -> Problem.conflict("The task has ended already, so there is nothing to cancel."))))
                .then(Mono.defer(() -> get(caller, id)));
    }

    private static void requireStoppable(BackgroundTask task) {
        if (task.kind() == TaskKind.ERASE) {
            throw Problem.conflict("The application was deleted, so its data is erased; this cannot be stopped.");
        }
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/api/v1/app/{app_id}/msg/expunge-all-contents")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<TaskOut> expungeAll(Caller caller, @PathVariable("app_id") String app) {
        return paths.application(caller, app)
                .flatMap(application -> replays.purge(caller, application))
                .map(TaskOut::of);
    }

    private Mono<BackgroundTask> require(Caller caller, String id) {
        return Mono.justOrEmpty(IdKind.TASK.parse(id))
                .flatMap(found -> tasks.find(caller, found))
                .switchIfEmpty(Mono.error(() -> Problem.notFound(
                        "There is no background task '" + id + "'. GET on /api/v1/background-task lists them.")));
    }
}
