package weir.installer.internal.permission;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;

/**
 * The fields and methods that a class file names. A class can access others only by reflection.
 *
 * @param name internal name of the class, for example {@code my/Strategy}
 * @param supertypes internal names of its superclass and its interfaces
 * @param used the members, in the order of the constant pool
 */
public record ClassMembers(String name, List<String> supertypes, List<Member> used) {

    private static final int FIELD_REFERENCE = 9;
    private static final int METHOD_REFERENCE = 10;
    private static final int INTERFACE_METHOD_REFERENCE = 11;

    /**
     * A field or a method.
     *
     * @param owner internal name of the class, or a descriptor of an array
     * @param descriptor as in the class file: {@code (I)V} of a method, {@code I} of a field
     */
    public record Member(String owner, String name, String descriptor) {

        public boolean isMethod() {
            return descriptor.startsWith("(");
        }
    }

    /**
     * Reads the constant pool, which names every member that the class accesses, also in bootstrap methods and method handles.
     *
     * @throws RuntimeException of any type if the content is not a valid class file
     */
    public static ClassMembers read(String entry, ClassReader reader) {
        char[] buffer = new char[reader.getMaxStringLength()];
        List<Member> members = new ArrayList<>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            int tag = item == 0 ? 0 : reader.readByte(item - 1);
            if (tag != FIELD_REFERENCE && tag != METHOD_REFERENCE && tag != INTERFACE_METHOD_REFERENCE) {
                continue;
            }
            String owner = reader.readClass(item, buffer);
            int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
            String name = reader.readUTF8(nameAndType, buffer);
            String descriptor = reader.readUTF8(nameAndType + 2, buffer);
            if (owner == null || name == null || descriptor == null) {
                throw new IllegalArgumentException(entry + " has an invalid constant pool");
            }
            members.add(new Member(owner, name, descriptor));
        }
        List<String> supertypes = new ArrayList<>(List.of(reader.getInterfaces()));
        if (reader.getSuperName() != null) { // module-info has none
            supertypes.add(reader.getSuperName());
        }
        return new ClassMembers(reader.getClassName(), supertypes, members);
    }
}
