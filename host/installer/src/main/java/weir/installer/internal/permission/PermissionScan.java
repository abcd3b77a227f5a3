package weir.installer.internal.permission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import weir.installer.internal.permission.ClassMembers.Member;
import weir.installer.verify.Permission;

/** Finds the permissions that the classes of a bundle need. Not thread-safe. */
public final class PermissionScan {

    private static final PermissionRules RULES = PermissionRules.JDK;

    private final Set<String> ownClasses;
    private final Map<Permission, String> found = new EnumMap<>(Permission.class);
    private final Map<String, List<String>> supertypes = new HashMap<>();

    /** Members of the bundle's own classes that may be inherited from the JDK and need a permission, with the entry that uses them. */
    private final Map<Member, String> inherited = new LinkedHashMap<>();

    /** @param ownClasses internal names of the classes that the bundle contains */
    public PermissionScan(Set<String> ownClasses) {
        this.ownClasses = ownClasses;
    }

    public void add(String entry, ClassMembers members) {
        supertypes.put(members.name(), members.supertypes());
        for (String type : members.supertypes()) {
            if (!ownClasses.contains(type)) {
                RULES.ofType(type).ifPresent(needed -> report(needed, entry + " extends " + type.replace('/', '.')));
            }
        }
        for (Member member : members.used()) {
            boolean isOwn =
                    ownClasses.contains(member.owner()) || member.owner().startsWith("[");
            if (!isOwn) {
                RULES.of(member).ifPresent(needed -> report(needed, use(entry, member)));
            } else if (RULES.isMethodName(member.name())) {
                inherited.putIfAbsent(member, entry);
            }
        }
    }

    /** For each permission that the classes need, one use of it. To be called when all classes are added. */
    public Map<Permission, String> found() {
        inherited.forEach((member, entry) -> {
            for (String type : inheritedTypes(member.owner())) {
                Optional<Permission> needed = RULES.of(new Member(type, member.name(), member.descriptor()));
                needed.ifPresent(permission -> report(permission, use(entry, member)));
            }
        });
        return found;
    }

    /** The types outside of the bundle from which one of its classes inherits. */
    private Set<String> inheritedTypes(String ownClass) {
        if (ownClass.startsWith("[")) {
            return Set.of("java/lang/Object");
        }
        Set<String> others = new TreeSet<>();
        Set<String> own = new HashSet<>();
        Deque<String> remaining = new ArrayDeque<>(List.of(ownClass));
        while (!remaining.isEmpty()) {
            String type = remaining.pop();
            if (!ownClasses.contains(type)) {
                others.add(type);
            } else if (own.add(type)) {
                remaining.addAll(supertypes.getOrDefault(type, List.of()));
            }
        }
        return others;
    }

    private static String use(String entry, Member member) {
        return entry + " uses " + member.owner().replace('/', '.') + "." + member.name();
    }

    private void report(Permission needed, String use) {
        found.putIfAbsent(needed, use);
    }
}
