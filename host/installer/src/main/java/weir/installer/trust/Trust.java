package weir.installer.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The content of {@code conf/trust.json}. Immutable.
 *
 * @param publishers trusted publishers, in the order in which they were added
 * @param lists blocklists that the operator has added
 * @param allowed JARs that no blocklist and no withdrawal affects
 */
public record Trust(List<Publisher> publishers, List<Blocklist> lists, List<Allowed> allowed) {

    public Trust {
        publishers = List.copyOf(publishers);
        lists = List.copyOf(lists);
        allowed = List.copyOf(allowed);
    }

    /** Trust in publishers, without blocklists. */
    public Trust(List<Publisher> publishers) {
        this(publishers, List.of(), List.of());
    }

    /**
     * A JAR that the operator uses although it is blocked.
     *
     * @param sha256 hash of the JAR
     * @param reason the operator's reason
     */
    public record Allowed(String sha256, String reason) {}

    /**
     * A trusted publisher.
     *
     * @param ss58 address of the hotkey, which identifies the publisher
     * @param alias name that the operator has chosen
     * @param coldkey address of the coldkey that owns the hotkey, if the operator knows it
     * @param frozen reason why nothing new of this publisher is accepted; empty if it is not frozen
     * @param repositories repositories of the publisher
     * @param serial number of the newest known {@code publisher.json}; 0 if none is known
     * @param formerKeys addresses of the hotkeys that this one has replaced; what they have signed belongs to the publisher
     * @param isolation where the bundles of the publisher run
     */
    public record Publisher(
            String ss58,
            String alias,
            Optional<String> coldkey,
            Optional<String> frozen,
            List<Repository> repositories,
            long serial,
            List<String> formerKeys,
            Isolation isolation) {

        /** A publisher whose {@code publisher.json} is not known. */
        public Publisher(
                String ss58,
                String alias,
                Optional<String> coldkey,
                Optional<String> frozen,
                List<Repository> repositories) {
            this(ss58, alias, coldkey, frozen, repositories, 0, List.of());
        }

        /** A publisher whose bundles run at the default level. */
        public Publisher(
                String ss58,
                String alias,
                Optional<String> coldkey,
                Optional<String> frozen,
                List<Repository> repositories,
                long serial,
                List<String> formerKeys) {
            this(ss58, alias, coldkey, frozen, repositories, serial, formerKeys, Isolation.DEFAULT);
        }

        public Publisher {
            repositories = List.copyOf(repositories);
            formerKeys = List.copyOf(formerKeys);
        }

        /** Whether what this hotkey has signed belongs to the publisher: it is the present hotkey or a former one. */
        public boolean owns(String hotkey) {
            return ss58.equals(hotkey) || formerKeys.contains(hotkey);
        }

        /** The repository of this name. */
        public Optional<Repository> repository(String name) {
            return repositories.stream()
                    .filter(repository -> repository.name().equals(name))
                    .findFirst();
        }

        /** A copy with a repository, which replaces that of the same name. */
        public Publisher with(Repository repository) {
            List<Repository> changed =
                    replaced(repositories, each -> each.name().equals(repository.name()), repository);
            return new Publisher(ss58, alias, coldkey, frozen, changed, serial, formerKeys, isolation);
        }

        /** A copy without a repository. */
        public Publisher withoutRepository(String name) {
            return new Publisher(
                    ss58,
                    alias,
                    coldkey,
                    frozen,
                    repositories.stream()
                            .filter(each -> !each.name().equals(name))
                            .toList(),
                    serial,
                    formerKeys,
                    isolation);
        }

        /** A copy that is frozen: nothing new of this publisher is accepted. */
        public Publisher frozen(String reason) {
            return new Publisher(
                    ss58, alias, coldkey, Optional.of(reason), repositories, serial, formerKeys, isolation);
        }

        /** A copy with another state of {@code publisher.json}. */
        public Publisher withSerial(long newSerial) {
            return new Publisher(ss58, alias, coldkey, frozen, repositories, newSerial, formerKeys, isolation);
        }

        /** A copy whose bundles run at another level. */
        public Publisher withIsolation(Isolation chosen) {
            return new Publisher(ss58, alias, coldkey, frozen, repositories, serial, formerKeys, chosen);
        }

        /**
         * A copy with the key that replaces this one. Heads of this key from the floor on are forgotten, so that the successor may
         * continue with a lower sequence. Their withdrawals and expiry hold until the successor's head is fetched.
         */
        public Publisher successor(String newSs58, long newSerial, long sequenceFloor) {
            List<Repository> kept = repositories.stream()
                    .map(each -> each.sequence() < sequenceFloor
                            ? each
                            : new Repository(
                                    each.name(),
                                    each.urls(),
                                    sequenceFloor - 1,
                                    Repository.UNKNOWN_HEAD,
                                    each.expires(),
                                    each.yanked()))
                    .toList();
            List<String> former = Stream.concat(formerKeys.stream(), Stream.of(ss58))
                    .filter(each -> !each.equals(newSs58))
                    .toList();
            return new Publisher(newSs58, alias, coldkey, Optional.empty(), kept, newSerial, former, isolation);
        }
    }

    /**
     * A repository and its newest known head. A lower sequence is never accepted.
     *
     * @param name name of the repository
     * @param urls its address and its mirrors
     * @param sequence sequence of the newest known head
     * @param head hash of that head
     * @param expires when that head expires; empty if an older Weir has fetched it
     * @param yanked bundles that the publisher has withdrawn
     */
    public record Repository(
            String name, List<String> urls, long sequence, String head, Optional<Instant> expires, List<Yank> yanked) {

        /** Stands for the hash of a head that was never fetched; only its sequence is known. */
        public static final String UNKNOWN_HEAD = "0".repeat(64);

        public Repository {
            urls = List.copyOf(urls);
            yanked = List.copyOf(yanked);
        }

        /** A repository whose expiry is not known, and that has withdrawn nothing. */
        public Repository(String name, List<String> urls, long sequence, String head) {
            this(name, urls, sequence, head, Optional.empty(), List.of());
        }
    }

    /** The publisher with this address or alias. */
    public Optional<Publisher> publisher(String ss58OrAlias) {
        return publishers.stream()
                .filter(each -> each.ss58().equals(ss58OrAlias) || each.alias().equals(ss58OrAlias))
                .findFirst();
    }

    /** The publisher to whom belongs what a hotkey has signed, also if another hotkey has replaced it. */
    public Optional<Publisher> owner(String hotkey) {
        return publishers.stream().filter(each -> each.owns(hotkey)).findFirst();
    }

    /** A copy with a publisher, which replaces that of the same address. */
    public Trust with(Publisher publisher) {
        return new Trust(replaced(publishers, each -> each.ss58().equals(publisher.ss58()), publisher), lists, allowed);
    }

    /** A copy without a publisher. */
    public Trust without(Publisher publisher) {
        return new Trust(
                publishers.stream()
                        .filter(each -> !each.ss58().equals(publisher.ss58()))
                        .toList(),
                lists,
                allowed);
    }

    /** The blocklist with this address or name. */
    public Optional<Blocklist> list(String urlOrName) {
        return lists.stream()
                .filter(each -> each.url().equals(urlOrName) || each.name().equals(urlOrName))
                .findFirst();
    }

    /** A copy with a blocklist, which replaces that of the same address. */
    public Trust with(Blocklist list) {
        return new Trust(publishers, replaced(lists, each -> each.url().equals(list.url()), list), allowed);
    }

    /** A copy without a blocklist. */
    public Trust without(Blocklist list) {
        return new Trust(
                publishers,
                lists.stream().filter(each -> !each.url().equals(list.url())).toList(),
                allowed);
    }

    /** A copy that allows a JAR. */
    public Trust with(Allowed jar) {
        return new Trust(
                publishers, lists, replaced(allowed, each -> each.sha256().equals(jar.sha256()), jar));
    }

    /** A copy that does not allow a JAR. */
    public Trust withoutAllowed(String sha256) {
        return new Trust(
                publishers,
                lists,
                allowed.stream().filter(each -> !each.sha256().equals(sha256)).toList());
    }

    private static <T> List<T> replaced(List<T> list, Predicate<T> isOld, T replacement) {
        if (list.stream().noneMatch(isOld)) {
            return Stream.concat(list.stream(), Stream.of(replacement)).toList();
        }
        List<T> changed = new ArrayList<>(list);
        changed.replaceAll(each -> isOld.test(each) ? replacement : each);
        return changed;
    }
}
